using LambdaSpeed.Streams;

namespace LambdaSpeed;

/// <summary>Where a spout puts its tuples.</summary>
/// <remarks>Valid only during the call of <see cref="ISpout{T}.Next"/> it is handed to. Never waits: the engine does not call
/// <c>Next</c> while downstream is full.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class SpoutEmitter<T>
{
    private readonly TupleBuffer<T> _buffer;
    private readonly Action<RawRecord, Exception>? _reject;

    /// <param name="buffer">Where tuples go.</param>
    /// <param name="reject">Deals with what is no tuple: returns when it is done with. Null to fail.</param>
    internal SpoutEmitter(TupleBuffer<T> buffer, Action<RawRecord, Exception>? reject = null)
    {
        _buffer = buffer;
        _reject = reject;
    }

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
        if (_buffer.CarriesStamps) _buffer.Stamp = new TupleStamp(position);
        _buffer.Add(tuple);
    }

    /// <summary>Reports a record of the source that cannot be made a tuple. What becomes of it the component's failure policy
    /// (<see cref="ComponentOptions.OnFailure"/>) says: when the call returns the record is done with, and the spout goes on behind it;
    /// when
    /// it throws, the run halts, and the exception is to be let through.</summary>
    /// <param name="record">The record, copied from the source.</param>
    /// <param name="exception">Why it cannot be read: names the source, the position and the remedy.</param>
    public void Reject(RawRecord record, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(exception);
        if (_reject is null) throw exception;

        _reject(record, exception);
    }

    /// <summary>Emits several tuples.</summary>
    /// <param name="tuples">The tuples, in order.</param>
    public void Emit(ReadOnlySpan<T> tuples) => _buffer.AddRange(tuples);
}
