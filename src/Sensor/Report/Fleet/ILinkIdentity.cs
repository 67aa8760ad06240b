namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Who the sensor is to the coordinator, and whom it trusts.</summary>
internal interface ILinkIdentity
{
    /// <summary>Gets a new certificate when it is time for one; true when there is one now. Expected failures are LinkException.</summary>
    Task<bool> RenewIfDueAsync(ICoordinatorLink link, CancellationToken cancel);

    /// <summary>Trusts these authorities from now on, a PEM bundle.</summary>
    void Trust(string authorities);
}
