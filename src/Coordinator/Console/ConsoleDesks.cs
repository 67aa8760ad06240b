using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Console;

/// <summary>What pages ask: the console adds nothing to it.</summary>
internal sealed record ConsoleDesks(QueryDesk Queries, ChangeDesk Changes, FleetWatch Watch, AccountDesk Accounts, SessionDesk Sessions, OwnAccountDesk OwnAccount);
