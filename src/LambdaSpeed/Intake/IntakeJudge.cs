using LambdaSpeed.Invariants;
using LambdaSpeed.Logs;

namespace LambdaSpeed.Intake;

/// <summary>Has the door decide on a message, and lays its records into the shares of their partitions: all of them, or none.</summary>
internal sealed class IntakeJudge<TMessage, TRecord>(
    string intake, ReplayLogWriter<TRecord> writer, Action<TMessage, IntakeDoor<TRecord>> door, PartitionShare[] shares)
{
    private readonly byte[] _prefix = MessageHeader.PrefixOf(intake);
    private readonly IntakeDoor<TRecord> _door = new(writer);
    private readonly List<int> _partitions = []; // of the present message's records

    /// <summary>Judges a delivery; notes the rejection, or which records are stored for it.</summary>
    /// <param name="taken">The delivery.</param>
    /// <param name="id">The message's id; null when it has none.</param>
    /// <param name="known">What is known to be stored of it: these partitions get nothing.</param>
    /// <returns>How many bytes its records have.</returns>
    public long Judge(TakenDelivery<TMessage> taken, string? id, KnownMessage known)
    {
        byte[]? encodedId = null;
        if (id is not null && !MessageHeader.TryEncode(_prefix, id, out encodedId, out var problem))
        {
            taken.Rejection = problem;
            return 0;
        }
        _door.Open();
        try
        {
            taken.Rejection = Ask(taken.Delivery.Message);
            if (taken.Rejection is not null) return 0;

            Place(encodedId);
            var headers = encodedId is null ? [] : MessageHeader.Of(encodedId, _partitions.Count == 1 ? 1 : _partitions.Distinct().Count());
            taken.Rejection = Measure(headers);
            return taken.Rejection is null ? Add(taken, known, headers) : 0;
        }
        finally
        {
            _door.Close();
            _partitions.Clear();
        }
    }

    private string? Ask(TMessage message)
    {
        try
        {
            door(message, _door);
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            return $"The message could not be taken in: {exception.GetType().Name}: {exception.Message}";
        }
        if (_door.Rejection is null && _door.Records.IsEmpty) return "The door has neither accepted nor rejected the message.";
        return _door.Rejection;
    }

    /// <summary>Decides on the partition of each record. A redelivered message must meet its earlier parts, so without keys it goes where
    /// its
    /// id belongs.</summary>
    private void Place(byte[]? encodedId)
    {
        int? ofMessage = null;
        foreach (ref readonly var record in _door.Records)
        {
            var key = _door.KeyOf(record);
            _partitions.Add(key.IsEmpty ? ofMessage ??= writer.Log.PartitionOf(encodedId) : writer.Log.PartitionOf(key));
        }
    }

    /// <summary>Why a record cannot be kept by the log; null when all can.</summary>
    private string? Measure(LogHeader[] headers)
    {
        foreach (ref readonly var record in _door.Records)
        {
            try
            {
                RecordSize.Require(EntryOf(record, headers), writer.Log.MaxRecordBytes);
            }
            catch (ArgumentException tooLarge)
            {
                return tooLarge.Message;
            }
        }
        return null;
    }

    private long Add(TakenDelivery<TMessage> taken, KnownMessage known, LogHeader[] headers)
    {
        var headersBytes = HeadersFormat.SizeOf(headers);
        var bytes = 0L;
        for (var i = 0; i < _partitions.Count; i++)
        {
            var partition = _partitions[i];
            if (known.Positions is not null && known.IsIn(partition)) continue; // a crash took other parts of it, not this one

            ref readonly var record = ref _door.Records[i];
            var share = shares[partition];
            share.Add(EntryOf(record, headers));
            bytes += record.End - record.KeyStart + headersBytes;
            NoteLast(taken, share);
        }
        Invariant.Require(
            taken.Parts.Count > 0 || taken.Known.Length > 0, $"intake '{intake}' accepted a message and stores nothing of it");
        return bytes;
    }

    private static void NoteLast(TakenDelivery<TMessage> taken, PartitionShare share)
    {
        var part = (share, share.Count - 1);
        for (var i = 0; i < taken.Parts.Count; i++)
        {
            if (taken.Parts[i].Share != share) continue;
            taken.Parts[i] = part;
            return;
        }
        taken.Parts.Add(part);
    }

    private LogEntry EntryOf(in AcceptedRecord record, LogHeader[] headers) =>
        new(_door.KeyOf(record), _door.ValueOf(record)) { Headers = headers, Timestamp = record.Timestamp };
}
