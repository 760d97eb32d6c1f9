using LambdaSpeed.Building;
using LambdaSpeed.Outputs;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Appends the stream to a replay log: each tuple once, when its epoch is committed, in the order of its task, all of them in
    /// the partition of their task.</summary>
    /// <remarks>
    /// <para>Until the commit the tuples of an epoch are held in memory; with <see cref="SpeedLayerOptions.Checkpoints"/> they are
    /// committed with it, so that after a crash none is missing and none comes twice: each record carries an id in the header
    /// <c>lambdaspeed-id</c>, and the log remembers the last one of each task, under a consumer's name: <c>topology.name</c>.</para>
    /// <para>The log must not be closed before the run has ended. Another topology, or the same one, may read it.</para>
    /// </remarks>
    /// <param name="name">The output's name: its identity in checkpoints and ids.</param>
    /// <param name="log">The log.</param>
    /// <param name="codec">Writes the tuples; by default the codec of their type.</param>
    /// <param name="parallelism">How many tasks.</param>
    public void ToLog(string name, ReplayLog log, ICodec<T>? codec = null, int parallelism = 1) =>
        AddLogOutput(name, log, codec, parallelism, writeKey: null);

    /// <summary>Appends the stream to a replay log by key: as
    /// <see cref="ToLog(string, ReplayLog, ICodec{T}?, int)"/>, but each record has the tuple's key and goes to the key's
    /// partition.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <param name="name">The output's name: its identity in checkpoints and ids.</param>
    /// <param name="log">The log.</param>
    /// <param name="key">The key of a tuple; may be called by several tasks at once.</param>
    /// <param name="codec">Writes the tuples; by default the codec of their type.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <exception cref="CodecException">The key's type has no codec.</exception>
    public void ToLog<TKey>(string name, ReplayLog log, Func<T, TKey> key, ICodec<T>? codec = null, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(key);
        var keys = Codec.For<TKey>();
        AddLogOutput(name, log, codec, parallelism, (destination, tuple) => keys.Write(destination, key(tuple)));
    }

    private void AddLogOutput(
        string name, ReplayLog log, ICodec<T>? codec, int parallelism, Action<System.Buffers.IBufferWriter<byte>, T>? writeKey)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (codec is null) Codec.TryFor(out codec);
        var node = _draft.Add(new NodeDraft(name, NodeKind.Output, parallelism, options: null, inputs: 1,
            shape => new OutputNode<T>(shape, new LogOutlet(log, _draft.Name, name), codec, writeKey)));
        ConnectTo(_draft, node, 0);
    }
}
