using System.Globalization;

namespace LambdaSpeed.Tests.Windows;

/// <summary>A firing as the tests look at it; gathered in a view, where each firing that was made twice would be counted twice.</summary>
internal readonly record struct Fired(int Key, long Start, long End, long Value, FiringKind Kind, int Index, bool IsRetraction)
{
    /// <summary>Where <see cref="Gather"/> counts them.</summary>
    public static readonly ViewName<string, long> Firings = new("firings");

    /// <summary>What it adds to a sum over all firings.</summary>
    public long Share => IsRetraction ? -Value : Value;

    public (int, long, long) Window => (Key, Start, End);

    public static void Gather(Stream<WindowFiring<int, long>> firings) => firings
        .GroupBy(firing => string.Create(CultureInfo.InvariantCulture,
            $"{firing.Key},{firing.Start.UtcTicks},{firing.End.UtcTicks},{firing.Value},{(int)firing.Kind},{firing.Index},{firing.IsRetraction}"))
        .Aggregate("firings", a => a.Count()).ToView();

    /// <summary>All firings so far; of one that was made several times, as many.</summary>
    public static List<Fired> Of(TopologyRun run) => Of(run.View(Firings).All());

    /// <inheritdoc cref="Of(TopologyRun)"/>
    /// <param name="counts">How often each was made.</param>
    public static List<Fired> Of(IEnumerable<KeyValuePair<string, long>> counts) => [.. counts
        .SelectMany(firing => Enumerable.Repeat(Read(firing.Key), (int)firing.Value)).OrderBy(firing => (firing.Window, firing.Index))];

    private static Fired Read(string text)
    {
        var parts = text.Split(',');
        var numbers = parts[..6].Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new((int)numbers[0], numbers[1], numbers[2], numbers[3], (FiringKind)numbers[4], (int)numbers[5], bool.Parse(parts[6]));
    }
}
