using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <content>Waiting for messages, and saving what is dealt with.</content>
public sealed partial class LogQueue
{
    private readonly QueueWaits _waits;
    private readonly SharedSave _saver;
    private readonly Lock _saving = new(); // taken before the gate: what is noted later is saved later
    private bool _isClosed;                // nothing is saved any more: the name may be another's; under the lock of saving
    private Exception? _notSaved;          // why the last saving failed; null when it did not; likewise

    /// <summary>Saves what is dealt with, and gives the queue's name free. Messages that are outstanding are leased again when the queue is
    /// opened again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        _waits.Dispose();
        foreach (var reader in _readers) reader.Dispose();
        lock (_saving)
        {
            try
            {
                Save();
            }
            catch (Exception exception) when (exception is IOException or LambdaSpeedException or ObjectDisposedException)
            {
                _notSaved = exception; // every acknowledgement that was answered is saved; others are delivered again
            }
            _isClosed = true;
        }
        _log.Consumers.Close(_state);
    }

    private void Wake() => _waits.Wake();

    /// <summary>Has the next append, or the end of the next lease, wake those who wait; false when there is something already.</summary>
    private bool TryLieDown()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _waits.WakeAt(_ledger.NextDue);
            foreach (var reader in _readers)
            {
                if (_ledger.MayLease(new LogPosition(reader.Partition, reader.NextOffset)) && !reader.TryLieDown()) return false;
            }
            return true;
        }
    }

    /// <summary>Saves what is dealt with now, after the records themselves are durable. One saving at a time, so that none puts back what
    /// a later one had noted.</summary>
    private void Save()
    {
        lock (_saving)
        {
            if (_isClosed)
            {
                if (_notSaved is { } reason) throw new IOException($"Queue '{Name}' was closed and not saved: {reason.Message}", reason);
                return; // the last saving had it
            }
            var (floors, ends, extra) = Noted();
            for (var i = 0; i < ends.Length; i++) _log.PartitionAt(i).Sync(ends[i], _readers[i].Generation);
            _state.Save(floors, extra);
        }
    }

    private (LogPosition[] Floors, long[] Ends, byte[] Extra) Noted()
    {
        lock (_gate)
        {
            return (
                [.. _ledger.Acknowledged.Select((offsets, partition) => new LogPosition(partition, offsets.Floor))],
                [.. _readers.Select(reader => reader.NextOffset)],
                QueueProgress.ToBytes(_ledger.Acknowledged));
        }
    }
}
