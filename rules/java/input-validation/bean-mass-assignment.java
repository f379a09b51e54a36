package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.apache.commons.beanutils.BeanUtils;

class Profiles {
    void save(HttpServletRequest request, Person person) throws Exception {
        // ruleid: java.bean.mass-assignment
        BeanUtils.populate(person, request.getParameterMap());
        Map<String, String[]> parameters = request.getParameterMap();
        // ruleid: java.bean.mass-assignment
        BeanUtils.populate(person, parameters);
        // ok: java.bean.mass-assignment
        person.setName(request.getParameter("name"));
        // ok: java.bean.mass-assignment
        BeanUtils.populate(person, allowed(request.getParameterMap()));
        // ok: java.bean.mass-assignment
        BeanUtils.copyProperties(person, other);
    }
}
