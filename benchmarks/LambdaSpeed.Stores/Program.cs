using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.Stores;

var arguments = new Arguments(args);
if (arguments.Text(LargeState.Role) is { } role)
{
    await LargeState.PlayAsync(role);
    return;
}
var upserts = arguments.Number("--upserts", 500_000);
var messages = arguments.Number("--messages", 200_000);
var rounds = arguments.Number("--rounds", 5);
var only = arguments.Text("--only");
var keys = arguments.Number("--keys", 2_000_000);
var megabytes = arguments.Number("--megabytes", 64);
var kinds = arguments.Text("--kinds")?.Split(',') ?? ["bolt", "view"];
var outputPath = arguments.Text("--out");
arguments.RefuseOthers();

var folder = Directory.CreateTempSubdirectory("lambdaspeed-stores-");
var table = new TextTable("store", "batch", "by hand, upserts/s", "LambdaSpeed, upserts/s", "ratio");
try
{
    foreach (var contenders in only is null or "stores" ? Places.All(folder.FullName) : [])
    {
        foreach (var batchSize in new[] { 100, 1000, 10_000 })
        {
            var workload = new Workload(batchSize == 100 ? upserts / 5 : upserts, batchSize);
            var rates = contenders.ToDictionary(contender => contender, _ => new List<double>());
            for (var round = 0; round <= rounds; round++) // the first one warms up
            {
                foreach (var contender in RotatedRounds.Order(contenders, round))
                {
                    var rate = await MeasureAsync(contender, workload);
                    if (round > 0) rates[contender].Add(rate);
                }
            }
            var (hand, ours) = (rates[contenders[0]].Median(), rates[contenders[1]].Median());
            var ratio = (ours / hand).ToString("0.00", CultureInfo.InvariantCulture);
            table.Add(contenders[0].Store, Text(batchSize), Text(hand), Text(ours), ratio);
        }
        foreach (var contender in contenders) await contender.DisposeAsync();
    }
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    folder.Delete(recursive: true);
}

var text = $"# Stores\n\n{MachineFacts.Describe()}; servers on the same machine. {Text(upserts)} upserts over 100,000 keys of text, " +
    $"a number each; medians of {rounds} interleaved rounds; every result checked.\n\n{table}";
if (only is null or "rabbitmq" && Environment.GetEnvironmentVariable("LAMBDASPEED_RABBITMQ") is { Length: > 0 } rabbit)
{
    text += $"\n# Stream reads\n\n{Text(messages)} messages of 100 bytes of a RabbitMQ stream, counted by 1,000 keys; prefetch and " +
        $"acknowledgements alike.\n\n{await StreamReads.MeasureAsync(rabbit, messages, rounds)}";
}
if (only is null or "kafka")
{
    var brokers = Environment.GetEnvironmentVariable("LAMBDASPEED_KAFKA") is { Length: > 0 } named ? named : null;
    text += $"\n# Topic reads\n\n{Text(messages)} messages of 100 bytes in 4 partitions of a Kafka topic, counted by 1,000 keys; fetches " +
        $"alike.\n\n{await TopicReads.MeasureAsync(brokers, messages, rounds)}";
}
if (only is null or "large-state")
{
    var large = Directory.CreateTempSubdirectory("lambdaspeed-large-");
    text += $"\n# State larger than memory\n\nKeys of 16 bytes and values of 100 in RocksDB, {megabytes} MiB of memory for both; a bolt reads " +
        "and writes the value of a key, or a view that holds hot keys adds to it. Reads are of any key, when all is done.\n\n" +
        LargeState.Measure(large.FullName, keys, (long)megabytes << 20, upserts, kinds);
    large.Delete(recursive: true);
}
Console.WriteLine(text);
if (outputPath is not null) await File.WriteAllTextAsync(outputPath, text);

static async Task<double> MeasureAsync(IContender contender, Workload workload)
{
    await contender.ResetAsync();
    GC.Collect();
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < workload.Batches.Length; i++) await contender.WriteAsync(workload.Batches[i], i + 1);
    var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    workload.Check(contender, await contender.ReadAsync());
    return workload.Upserts / seconds;
}

static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
