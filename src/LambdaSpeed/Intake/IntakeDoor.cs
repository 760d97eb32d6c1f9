using System.Runtime.InteropServices;
using LambdaSpeed.Intake;
using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>Takes the decision on one message: which records it becomes, or why it is not let in.</summary>
/// <remarks>Handed to the door of an intake for the length of one call, on the intake's thread; kept nowhere. A rejection wins over
/// whatever
/// was accepted by the same call. Replay: a redelivered message that is not known any more, or not wholly stored, is judged again, so a
/// door decides by the message alone.</remarks>
/// <typeparam name="TRecord">The records that the log keeps.</typeparam>
public sealed class IntakeDoor<TRecord>
{
    private const int MaxRecords = 10_000;
    private const int MaxBytes = 16 << 20;

    private readonly ReplayLogWriter<TRecord> _writer;
    private readonly List<AcceptedRecord> _records = []; // of the present message
    private ScratchBuffer? _buffer;                      // their keys and values; null between two messages

    internal IntakeDoor(ReplayLogWriter<TRecord> writer) => _writer = writer;

    /// <summary>What was accepted, in order.</summary>
    internal ReadOnlySpan<AcceptedRecord> Records => CollectionsMarshal.AsSpan(_records);

    /// <summary>Why the message is not let in; null when it is.</summary>
    internal string? Rejection { get; private set; }

    /// <summary>Stores a record of the message. May be called several times: all records of a message are stored, or none is answered
    /// for.</summary>
    /// <param name="record">The record; written by its codec before the call returns.</param>
    /// <param name="timestamp">When it happened; null for now.</param>
    /// <exception cref="CodecException">The codec cannot write it.</exception>
    /// <exception cref="InvalidOperationException">The message has more than 10,000 records or 16 MiB; or the call comes too
    /// late.</exception>
    public void Accept(TRecord record, DateTimeOffset? timestamp = null)
    {
        var buffer = RequireOpen();
        var start = buffer.Length;
        var valueStart = start + _writer.WriteTo(buffer, record);
        if (_records.Count == MaxRecords || buffer.Length > MaxBytes)
        {
            throw new InvalidOperationException(
                $"The message becomes more than {MaxRecords} records or {MaxBytes} bytes. Remedy: send it in parts.");
        }
        _records.Add(new AcceptedRecord(start, valueStart, buffer.Length, timestamp));
    }

    /// <summary>Does not let the message in: nothing of it is stored, and its source is told why.</summary>
    /// <param name="reason">Why, for whoever sent it.</param>
    public void Reject(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        RequireOpen();
        Rejection ??= reason;
    }

    internal void Open() => _buffer = ScratchBuffer.Take();

    internal void Close()
    {
        _buffer?.GiveBack();
        _buffer = null;
        _records.Clear();
        Rejection = null;
    }

    internal ReadOnlySpan<byte> KeyOf(in AcceptedRecord record) => _buffer!.Span[record.KeyStart..record.ValueStart];

    internal ReadOnlySpan<byte> ValueOf(in AcceptedRecord record) => _buffer!.Span[record.ValueStart..record.End];

    private ScratchBuffer RequireOpen() => _buffer ?? throw new InvalidOperationException(
        "A door was used after its call had returned. Remedy: decide before the call returns, and keep nothing of it.");
}
