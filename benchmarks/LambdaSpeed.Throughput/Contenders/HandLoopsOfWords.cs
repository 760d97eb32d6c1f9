using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>W2 without any engine; see <see cref="HandLoops"/>.</summary>
public sealed class HandLoopsOfWords : IContenderSource
{
    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        var workload = workloads.WordCount;
        workload.Add("limit2", input =>
        {
            var tables = new[] { new WordTable(), new WordTable() };
            TwoThreads.Run(() => CountInTable(input, 0, 2, tables[0]), () => CountInTable(input, 1, 2, tables[1]));
            tables[0].Merge(tables[1]);
            return tables[0].Entries();
        });
        workload.Add("limit2-dictionary", input =>
        {
            var tables = new Dictionary<string, long>[] { [], [] };
            TwoThreads.Run(() => Count(input, 0, 2, tables[0]), () => Count(input, 1, 2, tables[1]));
            tables[0].Merge(tables[1]);
            return tables[0];
        });
        workload.Add("limit2-slices", input =>
        {
            var tables = new[] { new SliceTable(), new SliceTable() };
            TwoThreads.Run(() => CountSlices(input, 0, 2, tables[0]), () => CountSlices(input, 1, 2, tables[1]));
            tables[0].Merge(tables[1]);
            return tables[0].Entries();
        });
        workload.Add("limit1", input =>
        {
            var table = new WordTable();
            CountInTable(input, 0, 1, table);
            return table.Entries();
        });
        workload.Add("limit1-dictionary", input =>
        {
            var table = new Dictionary<string, long>();
            Count(input, 0, 1, table);
            return table;
        });
        workload.Add("limit1-slices", input =>
        {
            var table = new SliceTable();
            CountSlices(input, 0, 1, table);
            return table.Entries();
        });
    }

    private static void CountInTable(TextInput input, int worker, int workers, WordTable table)
    {
        var (line, end) = input.RangeOf(worker, workers);
        for (; line < end; line++)
        {
            var words = new WordReader(input.Line(line));
            while (words.TryRead(out var word)) table.Raise(WordReader.Lower(word), 1);
        }
    }

    private static void Count(TextInput input, int worker, int workers, Dictionary<string, long> table)
    {
        var (line, end) = input.RangeOf(worker, workers);
        for (; line < end; line++)
        {
            var words = new WordReader(input.Line(line));
            while (words.TryRead(out var word)) table.Raise(WordReader.Lower(word), 1);
        }
    }

    private static void CountSlices(TextInput input, int worker, int workers, SliceTable table)
    {
        var lower = new byte[64 * 1024]; // longer than any line
        var (line, end) = input.RangeOf(worker, workers);
        for (; line < end; line++)
        {
            var words = new Utf8WordReader(input.Utf8Line(line));
            while (words.TryRead(out var word))
            {
                var hash = Utf8WordReader.Lower(word, lower);
                table.Raise(lower.AsSpan(0, word.Length), hash, 1);
            }
        }
    }
}
