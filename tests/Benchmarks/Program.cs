using System.CommandLine;
using PortSentry.Benchmarks;

var sensors = new Option<int>("--sensors") { Description = "how many real sensors, each on a host of its own", DefaultValueFactory = _ => 10 };
var scans = new Option<int>("--scans") { Description = "how many sources scan, one after the other", DefaultValueFactory = _ => 10 };
var fleet = new Command("fleet", "First probe on one host until the drop is in force on all: real sensors with capture in namespaces, one coordinator") { sensors, scans };
fleet.SetAction(async (parsed, _) => await FleetBenchmark.RunAsync(parsed.GetValue(sensors), parsed.GetValue(scans), Console.Out));
var sources = new Option<int>("--sources") { Description = "how many sources are known", DefaultValueFactory = _ => 1000 };
var pipeline = new Command("pipeline", "A frame from its bytes to the detector, without the kernel: processor time and allocation") { sources };
pipeline.SetAction(async (parsed, _) => await PipelineBenchmark.RunAsync(parsed.GetValue(sources), Console.Out));
var rest = new Command("rest", "A sensor at rest, linked to a coordinator: memory and processor time");
rest.SetAction(async (_, _) => await RestBenchmark.RunAsync(Console.Out));
var root = new RootCommand("Measures PortSentry on this machine. Machines are noisy: compare ratios, and figures of one run.") { fleet, pipeline, rest };
return await root.Parse(args).InvokeAsync();
