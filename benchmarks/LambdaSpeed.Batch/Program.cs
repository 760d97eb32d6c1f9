using System.Globalization;
using LambdaSpeed.Batch;

// usage: [--keys N] [--memory-keys N] [--reads N] [--rounds N] [--seconds N] [--directory D]
var arguments = new Arguments(args);
var keys = arguments.Number("--keys", 10_000_000);
var memoryKeys = arguments.Number("--memory-keys", 1_000_000);
var reads = arguments.Number("--reads", 2_000_000);
var rounds = arguments.Number("--rounds", 5);
var seconds = arguments.Number("--seconds", 5);
var directory = Path.Combine(arguments.Text("--directory") ?? Path.GetTempPath(), "lambdaspeed-batch-" + Path.GetRandomFileName());
arguments.RefuseOthers();

Console.WriteLine(MachineFacts.Describe());
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"One thread; medians of {rounds} interleaved rounds of {reads:N0} random reads, after one for warming up; every result checked."));
Console.WriteLine();
Console.WriteLine(MergedReads.Run(memoryKeys, reads, rounds));
Console.WriteLine(HandOvers.Run(memoryKeys, seconds));
try
{
    Console.WriteLine(FileReads.Run(directory, keys, reads, rounds));
}
finally
{
    if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
}
