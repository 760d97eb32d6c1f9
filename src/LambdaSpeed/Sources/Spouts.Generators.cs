using LambdaSpeed.Sources;

namespace LambdaSpeed;

public static partial class Spouts
{
    /// <summary>Tuples made from the indices 0, 1, 2 …, as fast as downstream takes them.</summary>
    /// <remarks>With n tasks each makes every n-th index, starting with its own. Replay: from any index, at no cost; the function should
    /// make the same tuple from the same index.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="make">Makes the tuple of an index; called by several tasks at once when there are several.</param>
    /// <param name="count">How many, over all tasks; without end by default.</param>
    public static Func<ISpout<T>> Generate<T>(Func<long, T> make, long count = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return () => new GeneratorSpout<T>(make, count);
    }

    /// <summary>Tuples made from the indices 0, 1, 2 …, each at its own moment: index i is due i / <paramref name="perSecond"/> seconds
    /// after the start.</summary>
    /// <remarks>Moments are counted from the start by the run's clock, so delays do not add up, and what was held back is made as soon as
    /// downstream takes it. Between two moments, but at least for a millisecond, the task rests. Otherwise as
    /// <see cref="Generate{T}"/>.</remarks>
    /// <typeparam name="T">The tuples.</typeparam>
    /// <param name="make">Makes the tuple of an index; called by several tasks at once when there are several.</param>
    /// <param name="perSecond">How many a second, over all tasks.</param>
    /// <param name="count">How many, over all tasks; without end by default.</param>
    public static Func<ISpout<T>> GeneratePaced<T>(Func<long, T> make, double perSecond, long count = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!double.IsFinite(perSecond) || perSecond <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, "The rate must be a positive number of tuples a second.");
        }
        return () => new PacedGeneratorSpout<T>(make, perSecond, count);
    }
}
