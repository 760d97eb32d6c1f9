using System.Diagnostics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Views;

/// <summary>Calls a store outside the run and measures how long that takes, by OpenTelemetry's names for databases.</summary>
/// <remarks>No store itself: the user's store is the user's to dispose.</remarks>
/// <param name="inner">The store.</param>
/// <param name="clock">By which it is measured.</param>
/// <param name="dropping">How the store drops slices; null when it never has to.</param>
internal sealed class MeteredViewStore<TKey, TValue>(
    IViewStore<TKey, TValue> inner, TimeProvider clock, DroppingWrite<TKey, TValue>? dropping = null)
    where TKey : notnull
{
    public string Name => inner.Name;

    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        ViewMark? mark = null;
        await MeasureAsync("read_mark", view, async () => mark = await inner.ReadMarkAsync(view, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        return mark;
    }

    public ValueTask ApplyAsync(
        string view, IReadOnlyList<int> dropped, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        MeasureAsync("apply", view, () => dropping is null
            ? inner.ApplyAsync(view, changes, since, mark, cancellationToken)
            : dropping(view, dropped, changes, since, mark, cancellationToken));

    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        MeasureAsync("replace", view, () => inner.ReplaceAsync(view, content, mark, cancellationToken));

    private async ValueTask MeasureAsync(string operation, string view, Func<ValueTask> call)
    {
        var start = clock.GetTimestamp();
        var tags = new TagList
        {
            { "db.system.name", inner.SystemName }, { "db.operation.name", operation }, { "db.collection.name", view },
        };
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            tags.Add("error.type", exception.GetType().FullName);
            throw;
        }
        finally
        {
            LambdaSpeedTelemetry.StoreCall.Record(clock.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
