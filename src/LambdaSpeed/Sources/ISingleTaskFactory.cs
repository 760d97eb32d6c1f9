namespace LambdaSpeed.Sources;

/// <summary>The target of a factory's delegate, by which it says that what it makes cannot be divided over tasks.</summary>
internal interface ISingleTaskFactory
{
    /// <summary>What cannot be divided, as in "a sequence".</summary>
    string Source { get; }
}
