namespace LambdaSpeed.Building;

/// <summary>How the tuples of a key come together.</summary>
internal enum KeyExchange
{
    /// <summary>Each tuple crosses to the task of its key.</summary>
    Fields,

    /// <summary>Each tuple crosses to one of two tasks; their partial results cross to the task of the key.</summary>
    PartialKey,

    /// <summary>The sending task adds up first; partial results cross to the task of the key.</summary>
    PreAggregate,
}
