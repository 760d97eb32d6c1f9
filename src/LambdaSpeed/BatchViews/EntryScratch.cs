using System.Buffers;

namespace LambdaSpeed.BatchViews;

/// <summary>What a thread encodes keys into and reads blocks into, so that a read allocates nothing.</summary>
internal sealed class EntryScratch
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static EntryScratch? _current; // the thread's own; taken out while it is in use, in case a codec reads a view

    private readonly ArrayBufferWriter<byte> _key = new(256);

    /// <summary>Where blocks are read to.</summary>
    public byte[] Buffer = new byte[8192];

    public static EntryScratch Take()
    {
        var scratch = _current ?? new EntryScratch();
        _current = null;
        return scratch;
    }

    public void Return()
    {
        if (Buffer.Length <= LargestKept) _current = this;
    }

    /// <summary>The bytes of a key, valid until the next one.</summary>
    public ReadOnlySpan<byte> Encode<TKey>(KeyEncoding<TKey> keys, TKey key)
    {
        _key.ResetWrittenCount();
        keys.Write(_key, key);
        return _key.WrittenSpan;
    }
}
