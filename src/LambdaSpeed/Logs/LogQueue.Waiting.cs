using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <content>Waiting for messages, and saving what is dealt with.</content>
public sealed partial class LogQueue
{
    private readonly QueueWaits _waits;
    private readonly SharedSave _saver;

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
        try
        {
            Save();
        }
        catch (Exception exception) when (exception is IOException or LambdaSpeedException)
        {
            // every acknowledgement that was answered is saved; others are delivered again
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

    /// <summary>Saves what is dealt with now, after the records themselves are durable.</summary>
    private void Save()
    {
        LogPosition[] floors;
        long[] ends;
        byte[] extra;
        lock (_gate)
        {
            floors = [.. _ledger.Acknowledged.Select((offsets, partition) => new LogPosition(partition, offsets.Floor))];
            ends = [.. _readers.Select(reader => reader.NextOffset)];
            extra = QueueProgress.ToBytes(_ledger.Acknowledged);
        }
        for (var i = 0; i < ends.Length; i++) _log.PartitionAt(i).Sync(ends[i], _readers[i].Generation);
        _state.Save(floors, extra);
    }
}
