using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What the holder of the orders is told.</summary>
internal abstract record OrdersMessage
{
    private protected OrdersMessage()
    {
    }
}

/// <summary>The coordinator greeted the sensor.</summary>
internal sealed record TakeGreeting(SensorGreeting Greeting) : OrdersMessage;

/// <summary>The coordinator's clock shows this.</summary>
internal sealed record TakeClock(DateTimeOffset Now) : OrdersMessage;

/// <summary>Carry out these orders; the answer, once they are, is false when one was missing before them.</summary>
internal sealed record TakeOrders(IReadOnlyList<OrderCame> Orders, TaskCompletionSource<bool> Answer) : OrdersMessage;

/// <summary>Make this the state of all orders; the answer comes once it is.</summary>
internal sealed record TakeSnapshot(OrderBook Book, TaskCompletionSource<bool> Answer) : OrdersMessage;

/// <summary>Say up to where the orders are held; null for none.</summary>
internal sealed record GetPosition(TaskCompletionSource<OrderPosition?> Answer) : OrdersMessage;

/// <summary>ORDERS is simulate, or is not.</summary>
internal sealed record UseOrders(bool Simulate) : OrdersMessage;

/// <summary>A host that the link talks to, a member of the coordinator or the proxy before it, has these addresses.</summary>
internal sealed record ProtectPeer(string Host, IReadOnlyList<Address> Addresses) : OrdersMessage;

/// <summary>Make the block list equal to the orders: what was asked before has not been answered.</summary>
internal sealed record MakeEqual : OrdersMessage;

/// <summary>Write the orders down.</summary>
internal sealed record SaveOrders : OrdersMessage;
