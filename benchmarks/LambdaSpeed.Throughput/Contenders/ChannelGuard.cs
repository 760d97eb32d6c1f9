using System.Threading.Channels;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Keeps a failed consumer from leaving its producers waiting for ever.</summary>
public static class ChannelGuard
{
    /// <summary>Consumes the channel; a failure closes it, so that writers fail as well.</summary>
    public static async Task<TResult> GuardAsync<T, TResult>(this Channel<T> channel, Func<ChannelReader<T>, Task<TResult>> consume)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(consume);

        try
        {
            return await consume(channel.Reader);
        }
        catch (Exception e)
        {
            channel.Writer.TryComplete(e);
            throw;
        }
    }
}
