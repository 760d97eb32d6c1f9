using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>Who puts out into an <see cref="IOutlet"/>, and what the place may use.</summary>
public sealed class OutletContext
{
    internal OutletContext(ComponentContext component, bool keepsOutputs)
    {
        (Topology, Output) = (component.Topology, component.Component);
        (TimeProvider, Logger) = (component.TimeProvider, component.Logger);
        KeepsOutputs = keepsOutputs;
    }

    /// <summary>The topology's name.</summary>
    public string Topology { get; }

    /// <summary>The output's name.</summary>
    public string Output { get; }

    /// <summary>Are outputs kept in checkpoints until they are durable? Where not, <see cref="IOutlet.MakeDurable"/> is not called, and
    /// what was released is known to nobody else.</summary>
    public bool KeepsOutputs { get; }

    /// <summary>The only clock to look at; tests put a virtual one here.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>A logger whose category is the output.</summary>
    public ILogger Logger { get; }
}
