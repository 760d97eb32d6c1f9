using Microsoft.Extensions.DependencyInjection;

namespace LambdaSpeed.Building;

/// <summary>Sees to it that components that are given by type can be resolved.</summary>
internal static class ServiceResolution
{
    /// <summary>Notes a problem when there is no service provider or it does not know the type.</summary>
    public static void RequireService<TService>(this TopologyDraft draft, string component)
    {
        if (draft.Services is null)
        {
            draft.Report(new(component, $"it is given by its type {typeof(TService)}, but the topology has no service provider",
                "build the topology by AddTopology, or pass the provider to the TopologyBuilder, or pass a factory instead"));
        }
        else if (draft.Services.GetService(typeof(IServiceProviderIsService)) is IServiceProviderIsService known &&
                 !known.IsService(typeof(TService)))
        {
            draft.Report(new(component, $"its type {typeof(TService)} is not registered as a service",
                $"register it: services.AddTransient<{typeof(TService).Name}>()"));
        }
    }
}
