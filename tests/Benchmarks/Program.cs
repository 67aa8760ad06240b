using System.CommandLine;
using PortSentry.Benchmarks;

var sensors = new Option<int>("--sensors") { Description = "how many real sensors, each on a host of its own", DefaultValueFactory = _ => 10 };
var scans = new Option<int>("--scans") { Description = "how many sources scan, one after the other", DefaultValueFactory = _ => 10 };
var fleet = new Command("fleet", "First probe on one host until the drop is in force on all: real sensors with capture in namespaces, one coordinator") { sensors, scans };
fleet.SetAction(async (parsed, _) => await FleetBenchmark.RunAsync(parsed.GetValue(sensors), parsed.GetValue(scans), Console.Out));
var root = new RootCommand("Measures PortSentry on this machine. Machines are noisy: compare ratios, and figures of one run.") { fleet };
return await root.Parse(args).InvokeAsync();
