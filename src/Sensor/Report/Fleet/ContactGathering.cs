using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Gathers first contacts for a moment. Bounded: so many a report, and of the contacts told before the latest are remembered; an older one that comes again is told again, which is harmless. Pure.</summary>
internal sealed class ContactGathering(TimeSpan window)
{
    private const int Remembered = 32_768;

    private readonly RecentSet _told = new(Remembered, window);
    private readonly List<FirstContact> _contacts = [];

    /// <summary>True when a report is full.</summary>
    public bool IsFull => _contacts.Count >= ContactsSeen.MaxContacts;

    /// <summary>Takes a contact; true when it is the first that is gathered. One that is none that is first is left out.</summary>
    public bool Add(FirstContact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        var fingerprint = contact.Source.Hash((uint)contact.Port | ((ulong)contact.Kind.Transport() << 32));
        if (_told.Contains(fingerprint, contact.At.UtcTicks))
            return false;

        _told.Add(fingerprint, contact.At.UtcTicks);
        _contacts.Add(contact);
        return _contacts.Count == 1;
    }

    /// <summary>The report of all that was gathered; null when nothing was.</summary>
    public ContactsSeen? Take()
    {
        if (_contacts.Count == 0)
            return null;

        var report = new ContactsSeen { Seq = 0, Contacts = [.. _contacts.OrderBy(contact => contact.At)] };
        _contacts.Clear();
        return report;
    }
}
