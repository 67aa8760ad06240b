using System.CommandLine;

// The coordinator of a fleet; it has no verb yet, and says so instead of pretending.
var root = new RootCommand("The coordinator of a PortSentry fleet. This version has no command yet: sensors work by themselves.");
return root.Parse(args).Invoke();
