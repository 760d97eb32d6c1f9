using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RocksDbSharp;
using Database = RocksDbSharp.RocksDb;

namespace LambdaSpeed.RocksDb;

/// <summary>Reads many keys at one stroke: RocksDB looks into each memtable, filter and index for all of them together.</summary>
/// <remarks>One thread at a time. The arrays are pinned, since the client reads and writes them by address.</remarks>
internal sealed class KeyBatch
{
    private const int MostKeys = 128; // their blocks stay in RocksDB's cache until all are handed on
    private const int UsualBytes = 4096;

    private static readonly ReadOptions _reading = new();

    private readonly IntPtr[] _slices = GC.AllocateArray<IntPtr>(2 * MostKeys, pinned: true); // of each key its address and its length
    private readonly IntPtr[] _values = GC.AllocateArray<IntPtr>(MostKeys, pinned: true);
    private readonly IntPtr[] _errors = new IntPtr[MostKeys];
    private byte[] _keys = GC.AllocateUninitializedArray<byte>(UsualBytes, pinned: true); // one behind the other
    private byte[] _value = new byte[UsualBytes]; // the value that is handed on
    private int _count;  // of the keys that were added
    private int _length; // and of their bytes

    /// <summary>Adds a key; false when those before are to be read first.</summary>
    public bool TryAdd(uint section, ReadOnlySpan<byte> key)
    {
        var length = sizeof(uint) + key.Length;
        if (_count == MostKeys || (_count > 0 && _length + length > _keys.Length)) return false;

        if (length > _keys.Length) _keys = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        var place = _keys.AsSpan(_length, length);
        BinaryPrimitives.WriteUInt32BigEndian(place, section);
        key.CopyTo(place[sizeof(uint)..]);
        _slices[2 * _count] = Marshal.UnsafeAddrOfPinnedArrayElement(_keys, _length);
        _slices[(2 * _count) + 1] = length;
        _length += length;
        _count++;
        return true;
    }

    /// <summary>Reads the keys that were added, hands on the values of those that are there, and begins anew.</summary>
    /// <param name="database">The database.</param>
    /// <param name="family">Where the keys are.</param>
    /// <param name="first">The index of the first of them for the handler.</param>
    /// <param name="handler">Takes the values.</param>
    /// <exception cref="RocksDbException">A key could not be read.</exception>
    public void Read(Database database, ColumnFamilyHandle family, int first, KeyedValueHandler handler)
    {
        var count = _count;
        (_count, _length) = (0, 0);
        Native.Instance.rocksdb_batched_multi_get_cf_slice(
            database.Handle, _reading.Handle, family.Handle, (UIntPtr)count, Marshal.UnsafeAddrOfPinnedArrayElement(_slices, 0),
            Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0), _errors, sorted_input: 0);
        try
        {
            if (_errors.AsSpan(0, count).IndexOfAnyExcept(IntPtr.Zero) is >= 0 and var failed) throw Taken(ref _errors[failed]);
            for (var i = 0; i < count; i++)
            {
                if (_values[i] != IntPtr.Zero) handler(first + i, ValueAt(_values[i]));
            }
        }
        finally
        {
            Free(count);
        }
    }

    private ReadOnlySpan<byte> ValueAt(IntPtr slice)
    {
        var bytes = Native.Instance.rocksdb_pinnableslice_value(slice, out var size);
        var length = (int)size;
        if (length > _value.Length) _value = new byte[Math.Max(length, 2 * _value.Length)];
        Marshal.Copy(bytes, _value, 0, length);
        return _value.AsSpan(0, length);
    }

    private void Free(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_values[i] != IntPtr.Zero) Native.Instance.rocksdb_pinnableslice_destroy(_values[i]);
            if (_errors[i] != IntPtr.Zero) _ = Taken(ref _errors[i]);
        }
    }

    /// <summary>What an error says; its text is freed.</summary>
    private static RocksDbException Taken(ref IntPtr error)
    {
        var said = new RocksDbException(error);
        error = IntPtr.Zero;
        return said;
    }
}
