namespace LambdaSpeed.Stores;

/// <summary>Somebody who writes the same upserts, with a mark after each batch in the same transaction.</summary>
public interface IContender : IAsyncDisposable
{
    string Store { get; }

    string Name { get; }

    /// <summary>Empties what it writes to.</summary>
    Task ResetAsync();

    /// <summary>Writes one batch; keys are distinct within it.</summary>
    Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark);

    /// <summary>What was written.</summary>
    Task<Dictionary<string, long>> ReadAsync();
}
