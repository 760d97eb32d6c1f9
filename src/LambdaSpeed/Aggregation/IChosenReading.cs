namespace LambdaSpeed.Aggregation;

/// <summary>How "none" is told to readers: C# writes it differently for value and reference types.</summary>
internal interface IChosenReading<TEntry, TResult>
{
    /// <summary>What readers are given.</summary>
    static abstract TResult Read(in Chosen<TEntry> chosen);
}
