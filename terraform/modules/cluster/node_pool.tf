# A node pool of Auto Mode is a Kubernetes object, and no AWS resource. It is written here, beside the cluster's other
# settings, and applied with the platform's other objects (make platform-values writes it there).
locals {
  extract_node_pool = {
    apiVersion = "karpenter.sh/v1"
    kind       = "NodePool"
    metadata   = { name = "extract" }
    spec = {
      # no node without a pod: the pool costs nothing between extractions
      disruption = {
        consolidationPolicy = "WhenEmpty"
        consolidateAfter    = "1m"
      }
      limits = { cpu = tostring(var.extract_cpu_limit) }
      template = {
        spec = {
          expireAfter  = "24h"
          nodeClassRef = { group = "eks.amazonaws.com", kind = "NodeClass", name = "default" }
          requirements = [
            { key = "karpenter.sh/capacity-type", operator = "In", values = ["spot"] },
            { key = "kubernetes.io/arch", operator = "In", values = ["amd64"] },
            { key = "eks.amazonaws.com/instance-category", operator = "In", values = ["c", "m", "r", "t"] },
            { key = "eks.amazonaws.com/instance-cpu", operator = "In", values = ["2", "4"] },
          ]
          # only extractions tolerate it: nothing else may be taken away with two minutes' notice
          taints = [{ key = "extract", value = "true", effect = "NoSchedule" }]
        }
      }
    }
  }
}
