using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>Hands on a value where the client has it, without a copy. Called for keys that are there.</summary>
internal sealed class FoundValue(KeyedValueHandler handler) : ISpanDeserializer<bool>
{
    /// <summary>Which of the keys is asked for.</summary>
    public int Index { get; set; }

    public bool Deserialize(ReadOnlySpan<byte> buffer)
    {
        handler(Index, buffer);
        return true;
    }
}
