using System.Globalization;
using LambdaSpeed.Groupings;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Building;

/// <summary>A topology while it is being described: what the streams and the builder write into.</summary>
internal sealed class TopologyDraft(string name, IServiceProvider? services)
{
    private readonly List<NodeDraft> _nodes = [];
    private readonly List<EdgeDraft> _edges = [];
    private readonly List<TopologyProblem> _problems = []; // found while describing
    private readonly Dictionary<string, int> _names = [];  // counts the automatic names
    private readonly List<(string Name, ViewTypes Types)> _declaredViews = []; // promised to be fed

    public string Name => name;

    public IServiceProvider? Services => services;

    /// <summary>Notes that a view of this name has been promised.</summary>
    public void DeclareView(string view, ViewTypes types) => _declaredViews.Add((view, types));

    public NodeDraft Add(NodeDraft node)
    {
        _nodes.Add(node);
        return node;
    }

    /// <summary>Notes a problem to be reported with all others when the topology is built.</summary>
    public void Report(TopologyProblem problem) => _problems.Add(problem);

    public void Connect<T>(StreamSource source, NodeDraft to, int toInput, Grouping<T> grouping) =>
        _edges.Add(new EdgeDraft(source.Node, to, (fromId, toId) =>
            new TypedStreamEdge<T>(fromId, source.Output, toId, toInput, grouping)));

    /// <summary>The name of a component of which there is usually one: the word itself, and <c>word-2</c> for the second.</summary>
    public string DefaultName(string word)
    {
        var name = AutomaticName(word);
        return _names[word] == 1 ? word : name;
    }

    /// <summary>A name for a component that the user did not name, like <c>where-2</c>.</summary>
    public string AutomaticName(string word)
    {
        var number = _names.GetValueOrDefault(word) + 1;
        _names[word] = number;
        return string.Create(CultureInfo.InvariantCulture, $"{word}-{number}");
    }

    public Topology Build()
    {
        var nodes = _nodes.Select((node, id) => node.Create(id)).ToArray();
        var edges = _edges.Select(edge => edge.Create(_nodes.IndexOf(edge.From), _nodes.IndexOf(edge.To))).ToArray();
        var topology = new Topology(name, nodes, edges, services);
        var problems = _problems.Concat(TopologyValidator.Validate(topology)).Concat(BrokenPromises(topology)).ToList();
        return problems.Count == 0 ? topology : throw new TopologyException(name, problems);
    }

    private IEnumerable<TopologyProblem> BrokenPromises(Topology topology)
    {
        foreach (var (view, types) in _declaredViews.Distinct())
        {
            var feeding = topology.Nodes.FirstOrDefault(node => node.ViewTypes is not null && node.Name == view)?.ViewTypes;
            if (feeding is null)
            {
                yield return new(view, "nothing feeds this declared view", "end an aggregation with ToView(name), or remove DeclareView");
            }
            else if (feeding != types)
            {
                yield return new(view, $"it is declared as a view with {types}, but the aggregation that feeds it gives {feeding}",
                    "declare the types of the aggregation, and end it with ToView(name) of what DeclareView returned");
            }
        }
    }
}
