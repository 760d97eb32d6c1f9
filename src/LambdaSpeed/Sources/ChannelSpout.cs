using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace LambdaSpeed.Sources;

/// <summary>Takes tuples out of a channel.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The engine calls CloseAsync.")]
internal sealed class ChannelSpout<T>(ChannelReader<T> reader) : Spout<T>
{
    private readonly CancellationTokenSource _stop = new();
    private PendingAnswer? _more; // "is there another tuple?"; set when opened

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _more = new PendingAnswer(context.Wake);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var read = 0;
        while (read < limit && reader.TryRead(out var tuple))
        {
            output.Emit(tuple);
            read++;
        }
        if (read == limit) return SpoutStatus.Ready;

        var more = _more!;
        if (!more.IsOwed) more.Ask(reader.WaitToReadAsync(_stop.Token));
        if (!more.HasArrived) return SpoutStatus.Idle;

        return more.Take() ? SpoutStatus.Ready : SpoutStatus.Ended;
    }

    /// <summary>Withdraws the question from the channel, which may live on.</summary>
    public override async ValueTask CloseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
