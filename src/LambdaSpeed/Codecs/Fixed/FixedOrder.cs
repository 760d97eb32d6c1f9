namespace LambdaSpeed.Codecs.Fixed;

/// <summary>What makes the bytes of a format sort as its values do.</summary>
internal enum FixedOrder
{
    /// <summary>Nothing: equal values may differ in their bytes.</summary>
    None,

    /// <summary>They do already.</summary>
    AsWritten,

    /// <summary>The last byte first: the format is a number that is never negative.</summary>
    Unsigned,

    /// <summary>The last byte first, and its highest bit turned over: two's complement.</summary>
    Signed,
}
