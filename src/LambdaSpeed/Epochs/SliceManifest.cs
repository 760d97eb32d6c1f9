using System.Buffers;
using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>What a checkpoint keeps of cuts and slices.</summary>
/// <param name="Open">The number of the open slice.</param>
/// <param name="Cuts">The cuts that still mean something, by the number of the slice that each ends.</param>
/// <param name="Views">How views are divided.</param>
internal sealed record SliceManifest(int Open, IReadOnlyList<NumberedCut> Cuts, IReadOnlyList<ViewSlices> Views)
{
    private const string Format = "slices of an epoch manifest";

    public void WriteTo(ArrayBufferWriter<byte> bytes)
    {
        Codec.Int32.Write(bytes, Open);
        Codec.Int32.Write(bytes, Cuts.Count);
        foreach (var cut in Cuts)
        {
            Codec.Int32.Write(bytes, cut.Number);
            Codec.Int64.Write(bytes, cut.MadeAt.UtcTicks);
            Codec.String.Write(bytes, cut.Json);
        }
        Codec.Int32.Write(bytes, Views.Count);
        foreach (var view in Views)
        {
            Codec.String.Write(bytes, view.View);
            Codec.Int32.Write(bytes, view.Kept);
            Codec.String.Write(bytes, view.Batch!);
            Codec.Int32.Write(bytes, view.Ranges.Count);
            foreach (var range in view.Ranges)
            {
                Codec.Int32.Write(bytes, range.First);
                Codec.Int32.Write(bytes, range.Last);
            }
        }
    }

    /// <exception cref="CodecException">The bytes are malformed.</exception>
    public static SliceManifest ReadFrom(ref ReadOnlySpan<byte> bytes)
    {
        var open = Codec.Int32.Read(ref bytes);
        var cuts = new List<NumberedCut>();
        for (var left = EpochManifest.ReadCount(ref bytes); left > 0; left--) cuts.Add(ReadCut(ref bytes));
        var views = new List<ViewSlices>();
        for (var left = EpochManifest.ReadCount(ref bytes); left > 0; left--) views.Add(ReadView(ref bytes));
        return new(open, cuts, views);
    }

    private static NumberedCut ReadCut(ref ReadOnlySpan<byte> bytes)
    {
        var number = Codec.Int32.Read(ref bytes);
        var ticks = Codec.Int64.Read(ref bytes);
        try
        {
            return new(number, Cut.FromJson(Codec.String.Read(ref bytes)), new DateTimeOffset(ticks, TimeSpan.Zero));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw CodecException.Malformed(Format, "a cut", bytes.Length);
        }
    }

    private static ViewSlices ReadView(ref ReadOnlySpan<byte> bytes)
    {
        var view = Codec.String.Read(ref bytes);
        var kept = Codec.Int32.Read(ref bytes);
        string? file = Codec.String.Read(ref bytes);
        var ranges = new List<SliceRange>();
        var next = (int?)null;
        for (var left = EpochManifest.ReadCount(ref bytes); left > 0; left--)
        {
            var range = new SliceRange(Codec.Int32.Read(ref bytes), Codec.Int32.Read(ref bytes));
            if (range.First < 0 || range.Last < range.First || (next is { } due && range.First != due))
            {
                throw CodecException.Malformed(Format, "a slice that goes on from the one before", bytes.Length);
            }
            ranges.Add(range);
            next = range.Last + 1;
        }
        if (kept < 0 || kept >= ranges.Count) throw CodecException.Malformed(Format, "an open slice", bytes.Length);
        return new(view, ranges, kept, file);
    }
}
