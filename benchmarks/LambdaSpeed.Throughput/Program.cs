using System.Text;
using LambdaSpeed.Throughput.Running;

var options = RunOptions.Read(args);
var text = new StringBuilder();
text.Append("# Throughput\n\n").Append(MachineFacts.Describe()).Append("  \n")
    .Append($"Medians of {options.Rounds} interleaved rounds after one for warming up; every result of every round checked key by key.\n");

foreach (var workload in WorkloadSet.Discover().All.Where(options.Chooses))
{
    var entrants = workload.Prepare(options);
    if (entrants.Count == 0) continue;

    var samples = Runner.Run(workload, entrants, options.Rounds);
    var section = $"\n## {workload.Name}: {workload.Title}\n\n{Report.Table(entrants, samples)}";
    Console.Write(section);
    text.Append(section);
}

if (options.OutputPath is not null) File.WriteAllText(options.OutputPath, text.ToString());
