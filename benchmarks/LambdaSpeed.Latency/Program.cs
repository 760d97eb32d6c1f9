using System.Globalization;
using System.Text;
using LambdaSpeed.Latency.Running;

var arguments = new Arguments(args);
var quick = arguments.Flag("--quick");
var rounds = arguments.Number("--rounds", quick ? 1 : 5);
var seconds = arguments.Number("--seconds", quick ? 1 : 3);
var rates = arguments.List("--rates").Select(r => long.Parse(r, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).ToArray();
if (rates is [0]) rates = [10_000, 100_000, 500_000];
var only = arguments.List("--only");
var waitName = arguments.Text("--wait") ?? "sleep";
var outputPath = arguments.Text("--out");
arguments.RefuseOthers();
if (rounds < 1 || seconds < 1 || rates.Any(r => r < 1)) throw new ArgumentException("Rounds, seconds and rates must be above 0.");
var wait = waitName switch
{
    "yield" => PacedWait.Yielding,
    "sleep" => PacedWait.Sleeping,
    _ => throw new ArgumentException($"--wait is yield or sleep, not '{waitName}'."),
};

var contenders = typeof(ILatencyContender).Assembly.GetTypes()
    .Where(t => t.IsClass && !t.IsAbstract && t.IsAssignableTo(typeof(ILatencyContender)))
    .Select(t => (ILatencyContender)Activator.CreateInstance(t)!)
    .Where(c => only.Length == 0 || only.Contains(c.Name, StringComparer.OrdinalIgnoreCase))
    .OrderBy(c => c.Order)
    .ToArray();

var text = new StringBuilder();
text.Append("# Latency\n\n").Append(MachineFacts.Describe()).Append("  \n")
    .Append(CultureInfo.InvariantCulture, $"Medians of {rounds} interleaved rounds of {seconds} s after one for warming up; ")
    .Append("µs from the scheduled send time to the visible count, `own` from the moment at which the event was handed out; × is the ratio ")
    .Append(CultureInfo.InvariantCulture, $"to the better hand-written contender of the table. The thread that pushes waits by {waitName}; ")
    .Append("100 % CPU is one core; `least p99` is that of the best round. Counts checked.\n");

var runner = new LatencyRunner(wait, seconds);
foreach (var rate in rates)
{
    var table = new LatencyTable(runner.Run(contenders, rate, rounds));
    foreach (var kind in contenders.GroupBy(c => c.IsPushed).OrderByDescending(kind => kind.Key))
    {
        var title = kind.Key ? "pushed by another thread" : "the source inside, never asleep";
        var section = $"\n## {rate.ToString("N0", CultureInfo.InvariantCulture)} events/s, {title}\n\n{table.Of([.. kind])}";
        Console.Write(section);
        text.Append(section);
    }
}

if (outputPath is not null) File.WriteAllText(outputPath, text.ToString());
