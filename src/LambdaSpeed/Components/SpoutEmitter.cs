using LambdaSpeed.Streams;

namespace LambdaSpeed;

/// <summary>Where a spout puts its tuples.</summary>
/// <remarks>Valid only during the call of <see cref="ISpout{T}.Next"/> it is handed to. Never waits: the engine does not call
/// <c>Next</c> while downstream is full.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class SpoutEmitter<T>
{
    private readonly TupleBuffer<T> _buffer;

    internal SpoutEmitter(TupleBuffer<T> buffer) => _buffer = buffer;

    /// <summary>Whether positions are kept at all; without them tuples can be emitted many at once.</summary>
    internal bool CarriesPositions => _buffer.CarriesStamps;

    /// <summary>Emits a tuple.</summary>
    /// <param name="tuple">The tuple.</param>
    public void Emit(T tuple) => _buffer.Add(tuple);

    /// <summary>Emits a tuple that was read at a position of the source.</summary>
    /// <param name="tuple">The tuple.</param>
    /// <param name="position">Where it was read.</param>
    public void Emit(T tuple, LogPosition position)
    {
        if (_buffer.CarriesStamps) _buffer.Stamp = new TupleStamp(position, 0);
        _buffer.Add(tuple);
    }

    /// <summary>Emits several tuples.</summary>
    /// <param name="tuples">The tuples, in order.</param>
    public void Emit(ReadOnlySpan<T> tuples) => _buffer.AddRange(tuples);
}
