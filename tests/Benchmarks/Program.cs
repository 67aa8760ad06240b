using System.CommandLine;
using PortSentry.Benchmarks;

var sensors = new Option<int>("--sensors") { Description = "how many real sensors, each on a host of its own", DefaultValueFactory = _ => 10 };
var scans = new Option<int>("--scans") { Description = "how many sources scan, one after the other", DefaultValueFactory = _ => 10 };
var fleet = new Command("fleet", "First probe on one host until the drop is in force on all: real sensors with capture in namespaces, one coordinator") { sensors, scans };
fleet.SetAction(async (parsed, _) => await FleetBenchmark.RunAsync(parsed.GetValue(sensors), parsed.GetValue(scans), Console.Out));
var simulated = new Option<int>("--sensors") { Description = "how many simulated sensors", DefaultValueFactory = _ => 10_000 };
var blocks = new Option<int>("--blocks") { Description = "how many blocks are in the book when all come back", DefaultValueFactory = _ => 100_000 };
var orders = new Option<int>("--orders") { Description = "how many orders are followed to the last sensor", DefaultValueFactory = _ => 20 };
var simulate = new Command("simulate", "Many simulated sensors, one coordinator: connecting, orders, memory, alarms, and all coming back at once") { simulated, blocks, orders };
simulate.SetAction(async (parsed, _) => await new SimulatorBenchmark(parsed.GetValue(simulated), parsed.GetValue(blocks), parsed.GetValue(orders), Console.Out).RunAsync());
var sources = new Option<int>("--sources") { Description = "how many sources are known", DefaultValueFactory = _ => 1000 };
var pipeline = new Command("pipeline", "A frame from its bytes to the detector, without the kernel: processor time and allocation") { sources };
pipeline.SetAction(async (parsed, _) => await PipelineBenchmark.RunAsync(parsed.GetValue(sources), Console.Out));
var rest = new Command("rest", "A sensor at rest, linked to a coordinator: memory and processor time");
rest.SetAction(async (_, _) => await RestBenchmark.RunAsync(Console.Out));
var root = new RootCommand("Measures PortSentry on this machine. Machines are noisy: compare ratios, and figures of one run.") { fleet, simulate, pipeline, rest };
return await root.Parse(args).InvokeAsync();
