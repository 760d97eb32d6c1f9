using System.Globalization;
using LambdaSpeed.LogThroughput.Contenders;
using LambdaSpeed.LogThroughput.Running;

// usage: [records] [rounds] [directory]
const int recordsPerSync = 10_000;
var records = new Records(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000_000);
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
var directory = Path.Combine(args.Length > 2 ? args[2] : Path.GetTempPath(), "lambdaspeed-log-throughput");

ILogContender[] contenders =
[
    new RawBlocks(), new FramedByHand(), new ReplayLogRecords(isChunked: false), new ReplayLogRecords(isChunked: true),
    new FasterLogRecords(isFastCommit: false), new FasterLogRecords(isFastCommit: true),
];
var samples = new Rounds(records, recordsPerSync, directory).Run(contenders, rounds);

Console.WriteLine(MachineFacts.Describe());
Console.WriteLine($"Medians of {rounds} interleaved rounds after one for warming up; {records.Count} records of {Records.Bytes} bytes, " +
    $"synced every {recordsPerSync}; every scan of every round checked.");
Console.WriteLine();
Console.Write(Report.Table(samples));
