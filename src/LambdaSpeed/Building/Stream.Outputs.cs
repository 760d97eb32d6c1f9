using System.Buffers;
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
    /// <para>A tuple that cannot be written, or has more bytes than the log takes, halts the run, unless
    /// <see cref="StreamOutput{T}.OnFailure"/> says otherwise.</para>
    /// <para>The log must not be closed before the run has ended. Another topology, or the same one, may read it.</para>
    /// </remarks>
    /// <param name="name">The output's name: its identity in checkpoints and ids.</param>
    /// <param name="log">The log.</param>
    /// <param name="codec">Writes the tuples; by default the codec of their type.</param>
    /// <param name="parallelism">How many tasks.</param>
    public StreamOutput<T> ToLog(string name, ReplayLog log, ICodec<T>? codec = null, int parallelism = 1) =>
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
    public StreamOutput<T> ToLog<TKey>(string name, ReplayLog log, Func<T, TKey> key, ICodec<T>? codec = null, int parallelism = 1) =>
        AddLogOutput(name, log, codec, parallelism, WriterOf(key));

    /// <summary>Puts the stream out at a place of its own, say a topic of a broker: when its epoch is committed, in the order of its
    /// task.</summary>
    /// <remarks>As with <see cref="ToLog(string, ReplayLog, ICodec{T}?, int)"/>: until the commit the tuples of an epoch are held in
    /// memory, with <see cref="SpeedLayerOptions.Checkpoints"/> they are committed with it, and after a crash none is missing. Each has an
    /// id that stays the same, by which the place passes over what is out, or its readers do. While the place cannot take them, no epoch
    /// is committed and the spouts wait; <c>run.Describe()</c> tells.</remarks>
    /// <param name="name">The output's name: its identity in checkpoints and ids.</param>
    /// <param name="outlet">Makes the place, for each attempt of a run.</param>
    /// <param name="codec">Writes the tuples; by default the codec of their type.</param>
    /// <param name="parallelism">How many tasks.</param>
    public StreamOutput<T> ToOutlet(string name, Func<IOutlet> outlet, ICodec<T>? codec = null, int parallelism = 1) =>
        AddOutput(name, outlet, WriterOf(codec), parallelism, writeKey: null);

    /// <summary>Puts the stream out by key: as <see cref="ToOutlet(string, Func{IOutlet}, ICodec{T}?, int)"/>, but each output has the
    /// tuple's key, and the place keeps the order of each task and key.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <param name="name">The output's name: its identity in checkpoints and ids.</param>
    /// <param name="outlet">Makes the place, for each attempt of a run.</param>
    /// <param name="key">The key of a tuple; may be called by several tasks at once.</param>
    /// <param name="codec">Writes the tuples; by default the codec of their type.</param>
    /// <param name="parallelism">How many tasks.</param>
    /// <exception cref="CodecException">The key's type has no codec.</exception>
    public StreamOutput<T> ToOutlet<TKey>(
        string name, Func<IOutlet> outlet, Func<T, TKey> key, ICodec<T>? codec = null, int parallelism = 1) =>
        AddOutput(name, outlet, WriterOf(codec), parallelism, WriterOf(key));

    /// <summary>Puts the stream out in bytes of your own, say JSON that other programs read: as
    /// <see cref="ToOutlet(string, Func{IOutlet}, ICodec{T}?, int)"/>.</summary>
    /// <param name="name">The output's name: its identity in checkpoints and ids.</param>
    /// <param name="outlet">Makes the place, for each attempt of a run.</param>
    /// <param name="write">Writes a tuple; may be called by several tasks at once.</param>
    /// <param name="writeKey">Writes its key, likewise; null for outputs without keys.</param>
    /// <param name="parallelism">How many tasks.</param>
    public StreamOutput<T> ToOutlet(
        string name, Func<IOutlet> outlet, Action<IBufferWriter<byte>, T> write, Action<IBufferWriter<byte>, T>? writeKey = null,
        int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(write);
        return AddOutput(name, outlet, write, parallelism, writeKey);
    }

    private StreamOutput<T> AddLogOutput(
        string name, ReplayLog log, ICodec<T>? codec, int parallelism, Action<IBufferWriter<byte>, T>? writeKey)
    {
        ArgumentNullException.ThrowIfNull(log);
        var topology = _draft.Name;
        return AddOutput(name, () => new LogOutlet(log, topology, name), WriterOf(codec), parallelism, writeKey);
    }

    private StreamOutput<T> AddOutput(
        string name, Func<IOutlet> outlet, Action<IBufferWriter<byte>, T>? write, int parallelism,
        Action<IBufferWriter<byte>, T>? writeKey)
    {
        ArgumentNullException.ThrowIfNull(outlet);
        var node = _draft.Add(new NodeDraft(name, NodeKind.Output, parallelism, options: null, inputs: 1,
            shape => new OutputNode<T>(shape, outlet, write, writeKey)));
        ConnectTo(_draft, node, 0);
        return new(_draft, node);
    }

    /// <summary>Null when the type has no codec, which <c>Build()</c> reports.</summary>
    private static Action<IBufferWriter<byte>, T>? WriterOf(ICodec<T>? codec) =>
        codec is not null || Codec.TryFor(out codec) ? codec.Write : null;

    private static Action<IBufferWriter<byte>, T> WriterOf<TKey>(Func<T, TKey> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var keys = Codec.For<TKey>();
        return (destination, tuple) => keys.Write(destination, key(tuple));
    }
}
