using System.Diagnostics;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Views;

/// <summary>Measures the calls of a store outside the run, by OpenTelemetry's names for databases.</summary>
internal sealed class MeteredViewStore<TKey, TValue>(IViewStore<TKey, TValue> inner, TimeProvider clock) : IViewStore<TKey, TValue>
    where TKey : notnull
{
    public string Name => inner.Name;

    public string SystemName => inner.SystemName;

    public bool IsAtomic => inner.IsAtomic;

    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        ViewMark? mark = null;
        await MeasureAsync("read_mark", view, async () => mark = await inner.ReadMarkAsync(view, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        return mark;
    }

    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        MeasureAsync("apply", view, () => inner.ApplyAsync(view, changes, since, mark, cancellationToken));

    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        MeasureAsync("replace", view, () => inner.ReplaceAsync(view, content, mark, cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask MeasureAsync(string operation, string view, Func<ValueTask> call)
    {
        var start = clock.GetTimestamp();
        var tags = new TagList
        {
            { "db.system.name", SystemName }, { "db.operation.name", operation }, { "db.collection.name", view },
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
