using LambdaSpeed.Sources;

namespace LambdaSpeed;

/// <content>Sources that others divide.</content>
public static partial class Spouts
{
    /// <summary>Spouts whose partitions have no fixed owner (<see cref="ISharedSource"/>), as a topology has to know of them before it
    /// runs: <c>Build</c> refuses what needs all tuples of a key behind them.</summary>
    /// <remarks>A factory that makes such a spout and does not say so fails the start of the run where <c>Build</c> would have
    /// refused.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="dividedBy">Who divides the partitions, as in <c>the consumer group 'billing'</c>.</param>
    /// <param name="factory">Makes the spout of one task, an <see cref="ISharedSource"/>.</param>
    /// <returns>What <c>TopologyBuilder.AddSpout</c> takes.</returns>
    public static Func<ISpout<T>> Shared<T>(string dividedBy, Func<ISpout<T>> factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dividedBy);
        ArgumentNullException.ThrowIfNull(factory);
        return new SharedSourceFactory<T>(dividedBy, factory).Make;
    }
}
