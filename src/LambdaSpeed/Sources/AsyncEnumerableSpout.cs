using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Diagnostics;

namespace LambdaSpeed.Sources;

/// <summary>Walks through an asynchronous sequence without ever waiting for it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The engine calls CloseAsync.")]
internal sealed class AsyncEnumerableSpout<T>(IAsyncEnumerable<T> items) : Spout<T>
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<T>? _enumerator; // set when opened
    private PendingAnswer _more = null!;      // "is there another item?"; set when opened

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        SingleTask.Require(context, "An asynchronous sequence");
        _more = new PendingAnswer(context.Wake);
        _enumerator = items.GetAsyncEnumerator(_stop.Token);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var enumerator = _enumerator!;
        for (var read = 0; read < limit; read++)
        {
            if (!_more.IsOwed) _more.Ask(enumerator.MoveNextAsync());
            if (!_more.HasArrived) return SpoutStatus.Idle;
            if (!_more.Take()) return SpoutStatus.Ended;

            output.Emit(enumerator.Current);
        }
        return SpoutStatus.Ready;
    }

    /// <summary>Cancels the sequence and disposes of it. One that does not heed its token is left behind after a while, and disposed of
    /// whenever it answers.</summary>
    public override async ValueTask CloseAsync()
    {
        if (_enumerator is null) return;

        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await DisposeAsync(_enumerator).WaitAsync(CloseTimeout, Context.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogMessages.SequenceLeftBehind(Context.Logger, Context.Component, Context.TaskIndex, CloseTimeout);
        }
    }

    private async Task DisposeAsync(IAsyncEnumerator<T> enumerator)
    {
        await _more.ArriveAsync().ConfigureAwait(false); // disposing of an enumerator that is moving is not allowed
        await enumerator.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
