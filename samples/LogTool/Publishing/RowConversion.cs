using LambdaSpeed;
using Samples.Shared;

namespace LogTool.Publishing;

/// <summary>Makes our file of rows, for views whose types this program has: counts and sums of integers by a text or a number. All others
/// the run converts itself.</summary>
internal static class RowConversion
{
    public static void Run(AnnouncedView view, Cut cut, string rows, BatchRowForm form, string path)
    {
        if (view is not { Accumulators: "int64", Aggregator: "count" or "sum" }) throw Unknown(view);
        switch (view.Keys)
        {
            case "string": Run(Codec.String, view, cut, rows, form, path); break;
            case "int32": Run(Codec.Int32, view, cut, rows, form, path); break;
            case "int64": Run(Codec.Int64, view, cut, rows, form, path); break;
            default: throw Unknown(view);
        }
    }

    private static void Run<TKey>(ICodec<TKey> keys, AnnouncedView view, Cut cut, string rows, BatchRowForm form, string path)
        where TKey : notnull => BatchView.ImportRows(path, BatchViewSchema.For(keys, new Total(), view.Aggregator), cut, rows, form);

    private static UsageException Unknown(AnnouncedView view) => new(
        $"--convert cannot make a batch view of keys {view.Keys} and accumulators {view.Accumulators}; leave it out, and the run will.");

    private sealed class Total : IAggregator<long, long, long>
    {
        public long Zero() => 0;

        public void Add(ref long accumulator, long value) => accumulator += value;

        public void Merge(ref long accumulator, in long other) => accumulator += other;

        public long Result(in long accumulator) => accumulator;
    }
}
