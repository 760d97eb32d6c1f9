namespace LambdaSpeed.Stores.Contenders;

/// <summary>A checkpoint store of ours, called as a run calls it: changes are encoded, then committed with their manifest.</summary>
public sealed class OurCheckpoints(string system, string path, Func<string, ICheckpointStore> open) : IContender
{
    private readonly ChangeWriter _writer = new();
    private ICheckpointJournal? _journal; // open since the last reset

    public string Store => system;

    public string Name => "LambdaSpeed";

    public Task ResetAsync()
    {
        _journal?.Dispose();
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        _journal = open(path).Open("stores");
        return Task.CompletedTask;
    }

    public Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark)
    {
        _writer.Clear();
        foreach (var (key, value) in batch) _writer.Put(Codec.String, key, Codec.Int64, value);
        _journal!.Commit(new(mark), BitConverter.GetBytes(mark), [new("view:v", _writer.Written)]);
        return Task.CompletedTask;
    }

    public Task<Dictionary<string, long>> ReadAsync()
    {
        var content = new Dictionary<string, long>();
        _journal!.ReadState((_, entries) =>
        {
            for (var reader = new ChangeReader(entries); reader.Read();)
            {
                var key = reader.Key;
                var value = reader.Value;
                content[Codec.String.Read(ref key)] = Codec.Int64.Read(ref value);
            }
        });
        return Task.FromResult(content);
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _journal?.Dispose();
        return ValueTask.CompletedTask;
    }
}
