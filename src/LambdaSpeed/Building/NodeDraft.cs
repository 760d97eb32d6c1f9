using LambdaSpeed.Components;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Building;

/// <summary>A component while its topology is being described; becomes a <see cref="TopologyNode"/>.</summary>
internal sealed class NodeDraft(
    string name, NodeKind kind, int parallelism, ComponentOptions? options, int inputs, Func<NodeShape, TopologyNode> create)
{
    private readonly List<NodeOutput> _outputs = [];

    /// <summary>The name; a view may get it after its aggregation was described.</summary>
    public string Name { get; set; } = name;

    public int Parallelism => parallelism;

    /// <summary>How it is run; null for the defaults. Of an output it may be said after that was described.</summary>
    public ComponentOptions? Options { get; set; } = options;

    /// <summary>Do tuples that the component fails on become dead letters?</summary>
    public bool MakesDeadLetters => Options is { OnFailure: TupleFailurePolicy.DeadLetter };

    /// <summary>Adds an output, or finds the one of the same side output.</summary>
    public int AddOutput(Type tupleType, string? sideName = null, ISideOutput? side = null)
    {
        var known = _outputs.FindIndex(output => side is not null && ReferenceEquals(output.Side, side));
        if (known >= 0) return known;

        _outputs.Add(new NodeOutput(_outputs.Count, sideName, tupleType, MayBeUnread: false, side));
        return _outputs.Count - 1;
    }

    /// <summary>Adds the output for the tuples of an input that the component fails on, or finds it. Makes the codec of dead letters known
    /// where the tuples have one: here their type is at hand, without reflection.</summary>
    public int AddDeadLetters<T>(int input = 0)
    {
        var known = _outputs.FindIndex(output => output.DeadLettersOf == input);
        if (known >= 0) return known;

        if (Codec.TryFor<T>(out var codec)) Codec.RegisterGenerated(new DeadLetterCodec<T>(codec));
        var name = inputs < 2 ? "dead letters" : input == 0 ? "first dead letters" : "second dead letters";
        _outputs.Add(new NodeOutput(_outputs.Count, name, typeof(DeadLetter<T>), MayBeUnread: false, DeadLettersOf: input));
        return _outputs.Count - 1;
    }

    /// <summary>States that nobody needs to read an output.</summary>
    public void AllowUnread(int output) => _outputs[output] = _outputs[output] with { MayBeUnread = true };

    public TopologyNode Create(int id) =>
        create(new NodeShape(id, Name, kind, parallelism, Options ?? ComponentOptions.Default, inputs, [.. _outputs]));
}
