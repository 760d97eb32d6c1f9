using System.Diagnostics;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>A bounded queue under a lock from one thread to another.</summary>
public sealed class ParkingRing(int capacity)
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 50_000; // 20 µs

    private readonly object _gate = new();
    private readonly int[] _items = new int[capacity]; // a power of two
    private long _written;         // items ever put; read without the lock by a spinning reader
    private long _read;            // items ever taken; under the lock
    private bool _isReaderParked;  // under the lock
    private bool _isWriterParked;  // under the lock
    private volatile bool _isComplete;

    /// <summary>Puts an item, waits while the ring is full. A parked reader is woken by the last item that is due now,
    /// or by a full ring.</summary>
    public void Put(int item, bool isLastDue)
    {
        lock (_gate)
        {
            while (_written - _read == _items.Length)
            {
                WakeReader();
                _isWriterParked = true;
                Monitor.Wait(_gate);
            }

            _items[_written & (_items.Length - 1)] = item;
            Volatile.Write(ref _written, _written + 1);
            if (isLastDue) WakeReader();
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            WakeReader();
        }
    }

    /// <summary>Takes what there is, at least one item; 0 when the ring is complete and empty.</summary>
    public int Take(Span<int> target)
    {
        var seen = _read; // only this thread writes it
        var spinEnd = Stopwatch.GetTimestamp() + SpinTicks;
        while (Volatile.Read(ref _written) == seen && !_isComplete && Stopwatch.GetTimestamp() < spinEnd) Thread.SpinWait(8);

        lock (_gate)
        {
            while (_written == _read && !_isComplete)
            {
                _isReaderParked = true;
                Monitor.Wait(_gate);
            }

            var count = (int)Math.Min(target.Length, _written - _read);
            for (var i = 0; i < count; i++) target[i] = _items[(_read + i) & (_items.Length - 1)];
            _read += count;
            if (_isWriterParked)
            {
                _isWriterParked = false;
                Monitor.PulseAll(_gate);
            }

            return count;
        }
    }

    private void WakeReader()
    {
        if (!_isReaderParked) return;

        _isReaderParked = false;
        Monitor.PulseAll(_gate);
    }
}
