using System.Globalization;
using System.Text;
using LambdaSpeed.Durability.Experiments;
using LambdaSpeed.Durability.Measuring;

if (args is ["child", var role, .. var rest]) return Child.Run(role, rest);

var arguments = new Arguments(args);
var settings = new Settings(arguments);
var only = arguments.List("--only");
var outputPath = arguments.Text("--out");
arguments.RefuseOthers();

IExperiment[] experiments =
[
    new CostOfGenerated(), new CostOfLogged(), new CommittedLatency(), new BarrierStall(), new OpeningSegments(),
    new Restart(1_000_000), new Restart(10_000_000), new Soak(),
];
var chosen = experiments.Where(e => only.Length == 0 ? !e.IsLong : only.Contains(e.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
if (chosen.Length == 0) throw new ArgumentException($"--only names some of {string.Join(", ", experiments.Select(e => e.Name))}.");

var text = new StringBuilder();
Write($"# Durability\n\n{MachineFacts.Describe()}  \nAll files on {settings.Directory}; every result checked.\n");
foreach (var experiment in chosen)
{
    using var room = settings.NewRoom(experiment.Name);
    Write(string.Create(CultureInfo.InvariantCulture, $"\n## {experiment.Title}\n\n{experiment.Run(settings, room.Path).TrimEnd()}\n"));
}
return 0;

void Write(string part)
{
    Console.Write(part);
    text.Append(part);
    if (outputPath is not null) File.WriteAllText(outputPath, text.ToString());
}
