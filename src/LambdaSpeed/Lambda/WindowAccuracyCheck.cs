using LambdaSpeed.Codecs;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Lambda;

/// <summary>Compares window by window, as readers have them: those of a key that begin and end alike. What one side alone has is an error
/// of 1; so is a session with other bounds, once for each side. Holds the windows that were shown while it runs.</summary>
/// <param name="view">Puts windows together.</param>
/// <param name="before">What they had been made of.</param>
/// <param name="batch">What the new batch view has of that.</param>
/// <param name="options">How many keys are named, and which error is too great.</param>
internal sealed class WindowAccuracyCheck<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
    WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult> view, MergedParts<TTableKey, TAccumulator> before,
    IBatchView<TTableKey, TAccumulator> batch, MergedViewOptions options) : IAccuracyCheck
    where TKey : notnull
    where TTableKey : notnull
{
    public AccuracyReport Run()
    {
        var tally = new AccuracyTally(options);
        var definition = view.Table.Definition;
        var after = new MergedParts<TTableKey, TAccumulator>(
            new ViewRule<TTableKey, TAccumulator, TTableResult>(definition), view.Table.Reads(definition.KeyCodec), new(batch), []);
        var shown = new Dictionary<Compared, TResult>();
        foreach (var window in All(before)) shown.Add(Compared.Of(window), window.Value);
        foreach (var window in All(after))
        {
            var key = Compared.Of(window);
            if (shown.Remove(key, out var value)) tally.Compare(key, value, window.Value);
            else tally.OnlyBatch(key, nothing: null, window.Value, error: 1);
        }
        foreach (var (key, value) in shown) tally.OnlyRealtime(key, value, nothing: null, error: 1);
        return tally.Report(view.Name, batch.Identity.Cut);
    }

    private IEnumerable<WindowResult<TKey, TResult>> All(MergedParts<TTableKey, TAccumulator> parts) =>
        view.AllOf(new EndedParts<TTableKey, TAccumulator>(parts, key => KeyHash.Of(key, view.Table.Definition.KeyCodec)));

    /// <summary>A window of a key, as a report names it.</summary>
    private readonly record struct Compared(TKey Key, DateTimeOffset Start, DateTimeOffset End)
    {
        public static Compared Of(in WindowResult<TKey, TResult> window) => new(window.Key, window.Start, window.End);

        public override string ToString() => $"{Key}, {Start:O} to {End:O}";
    }
}
