using System.Globalization;
using System.Text;
using LambdaSpeed;
using LambdaSpeed.WindowCost;

var arguments = new Arguments(args);
var events = arguments.Number("--events", 20_000_000);
var keys = arguments.Number("--keys", 1000);
var rounds = arguments.Number("--rounds", 5);
var tasks = arguments.Number("--tasks", 1);
var outputPath = arguments.Text("--out");
arguments.RefuseOthers();

var hour = TimeSpan.FromHours(1);
Entrant[] entrants =
[
    new("count by key, no event time", null, 0),
    new("tumbling 1 h", Window.Tumbling(hour), 1),
    new("hopping 1 h by 1 min", Window.Hopping(hour, TimeSpan.FromMinutes(1)), 60),
    new("hopping 1 h by 1 s", Window.Hopping(hour, TimeSpan.FromSeconds(1)), 3600),
];
var results = entrants.ToDictionary(entrant => entrant, _ => new List<Measured>());
for (var round = 0; round <= rounds; round++) // the first one is for the compiler
{
    for (var i = 0; i < entrants.Length; i++)
    {
        var entrant = entrants[(i + round) % entrants.Length];
        var measured = entrant.Run(events, keys, tasks);
        if (round > 0) results[entrant].Add(measured);
    }
}

var table = new TextTable(
    "windows", "windows that hold an event", "ns/event", "fastest…slowest", "× tumbling", "entries", "µs to read them at an instant");
var one = Median(entrants[1], run => run.Nanoseconds);
foreach (var entrant in entrants)
{
    var times = results[entrant].Select(run => run.Nanoseconds).Order().ToList();
    table.Add(entrant.Name, $"{entrant.Overlapping}", Text(Median(entrant, run => run.Nanoseconds)), $"{Text(times[0])}…{Text(times[^1])}",
        Text(Median(entrant, run => run.Nanoseconds) / one), $"{results[entrant][0].Entries}", Text(Median(entrant, run => run.ReadMicroseconds)));
}
var text = new StringBuilder("# Windows\n\n").Append(MachineFacts.Describe()).Append("  \n").Append(CultureInfo.InvariantCulture,
    $"Counts of {events:N0} events, a million for each second of event time, by {keys:N0} keys and window; {tasks} + {tasks} tasks; medians of {rounds} interleaved rounds, every result checked. ")
    .Append("`dotnet run -c Release --project benchmarks/LambdaSpeed.WindowCost`\n\n").Append(table).Append('\n');
Console.Write(text);
if (outputPath is not null) File.WriteAllText(outputPath, text.ToString());

double Median(Entrant entrant, Func<Measured, double> value) => results[entrant].Select(value).Order().ElementAt(results[entrant].Count / 2);

static string Text(double number) => number.ToString("0.0#", CultureInfo.InvariantCulture);
