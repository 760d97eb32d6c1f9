namespace LambdaSpeed.Building;

/// <summary>How the tuples of a key come together.</summary>
internal enum KeyExchange
{
    /// <summary>Each tuple crosses to the task of its key, or partial results do while the sending task finds them to be few.</summary>
    Adaptive,

    /// <summary>Each tuple crosses to the task of its key, always.</summary>
    Fields,

    /// <summary>Each tuple crosses to one of two tasks; their partial results cross to the task of the key.</summary>
    PartialKey,

    /// <summary>The sending task adds up first; partial results cross to the task of the key.</summary>
    PreAggregate,
}
